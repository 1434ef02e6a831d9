<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_taglist`;");
E_C("CREATE TABLE `dede_taglist` (
  `tid` varchar(255) DEFAULT NULL,
  `aid` varchar(255) DEFAULT NULL,
  `arcrank` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `tag` varchar(255) DEFAULT NULL,
  KEY `tid` (`tid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_taglist` values('1','1','0','0','演讲');");
E_D("replace into `dede_taglist` values('1','6','0','77','演讲');");
E_D("replace into `dede_taglist` values('2','404','0','0','孤儿');");

require("../../inc/footer.php");
?>