<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_tagindex`;");
E_C("CREATE TABLE `dede_tagindex` (
  `id` varchar(255) DEFAULT NULL,
  `tag` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `count` varchar(255) DEFAULT NULL,
  `total` varchar(255) DEFAULT NULL,
  `weekcc` varchar(255) DEFAULT NULL,
  `monthcc` varchar(255) DEFAULT NULL,
  `weekup` varchar(255) DEFAULT NULL,
  `monthup` varchar(255) DEFAULT NULL,
  `addtime` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_tagindex` values('1','演讲','0','0','9','0','0','0','0','0');");
E_D("replace into `dede_tagindex` values('2','孤儿','0','0','1','0','0','0','0','0');");

require("../../inc/footer.php");
?>