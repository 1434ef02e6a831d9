<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_member`;");
E_C("CREATE TABLE `dede_member` (
  `mid` varchar(255) DEFAULT NULL,
  `mtype` varchar(255) DEFAULT NULL,
  `userid` varchar(255) DEFAULT NULL,
  `pwd` varchar(255) DEFAULT NULL,
  `uname` varchar(255) DEFAULT NULL,
  `sex` varchar(255) DEFAULT NULL,
  `rank` varchar(255) DEFAULT NULL,
  `uptime` varchar(255) DEFAULT NULL,
  `exptime` varchar(255) DEFAULT NULL,
  `money` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `scores` varchar(255) DEFAULT NULL,
  `matt` varchar(255) DEFAULT NULL,
  `spacesta` varchar(255) DEFAULT NULL,
  `face` varchar(255) DEFAULT NULL,
  `safequestion` varchar(255) DEFAULT NULL,
  `safeanswer` varchar(255) DEFAULT NULL,
  `jointime` varchar(255) DEFAULT NULL,
  `joinip` varchar(255) DEFAULT NULL,
  `logintime` varchar(255) DEFAULT NULL,
  `loginip` varchar(255) DEFAULT NULL,
  `checkmail` varchar(255) DEFAULT NULL,
  KEY `mid` (`mid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_member` values('1','0','admin','0','管理员','保密','0','0','0','0','','0','0','0','0','0','0','0','0','0','0','0');");

require("../../inc/footer.php");
?>