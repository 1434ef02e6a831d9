<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_member`;");
E_C("CREATE TABLE `dede_member` (
  `mid` varchar(60) NOT NULL DEFAULT '',
  `mtype` varchar(60) NOT NULL DEFAULT '',
  `userid` varchar(60) NOT NULL DEFAULT '',
  `pwd` varchar(60) NOT NULL DEFAULT '',
  `uname` varchar(60) NOT NULL DEFAULT '',
  `sex` varchar(60) NOT NULL DEFAULT '',
  `rank` varchar(60) NOT NULL DEFAULT '',
  `uptime` varchar(60) NOT NULL DEFAULT '',
  `exptime` varchar(60) NOT NULL DEFAULT '',
  `money` varchar(60) NOT NULL DEFAULT '',
  `email` varchar(60) NOT NULL DEFAULT '',
  `scores` varchar(60) NOT NULL DEFAULT '',
  `matt` varchar(60) NOT NULL DEFAULT '',
  `spacesta` varchar(60) NOT NULL DEFAULT '',
  `face` varchar(60) NOT NULL DEFAULT '',
  `safequestion` varchar(60) NOT NULL DEFAULT '',
  `safeanswer` varchar(60) NOT NULL DEFAULT '',
  `jointime` varchar(60) NOT NULL DEFAULT '',
  `joinip` varchar(60) NOT NULL DEFAULT '',
  `logintime` varchar(60) NOT NULL DEFAULT '',
  `loginip` varchar(60) NOT NULL DEFAULT '',
  `checkmail` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`mid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_member` values('1','0','admin','0','管理员','保密','0','0','0','0','','0','0','0','0','0','0','0','0','0','0','0');");

require("../../inc/footer.php");
?>