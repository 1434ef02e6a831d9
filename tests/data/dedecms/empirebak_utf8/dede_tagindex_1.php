<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_tagindex`;");
E_C("CREATE TABLE `dede_tagindex` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `tag` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `count` varchar(60) NOT NULL DEFAULT '',
  `total` varchar(60) NOT NULL DEFAULT '',
  `weekcc` varchar(60) NOT NULL DEFAULT '',
  `monthcc` varchar(60) NOT NULL DEFAULT '',
  `weekup` varchar(60) NOT NULL DEFAULT '',
  `monthup` varchar(60) NOT NULL DEFAULT '',
  `addtime` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_tagindex` values('1','演讲','0','0','9','0','0','0','0','0');");
E_D("replace into `dede_tagindex` values('2','孤儿','0','0','1','0','0','0','0','0');");

require("../../inc/footer.php");
?>