<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_admin`;");
E_C("CREATE TABLE `dede_admin` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `usertype` varchar(60) NOT NULL DEFAULT '',
  `userid` varchar(60) NOT NULL DEFAULT '',
  `pwd` varchar(60) NOT NULL DEFAULT '',
  `uname` varchar(60) NOT NULL DEFAULT '',
  `tname` varchar(60) NOT NULL DEFAULT '',
  `email` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `logintime` varchar(60) NOT NULL DEFAULT '',
  `loginip` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_admin` values('1','10','admin','0','责任编辑王五','王五','','0','0','0');");

require("../../inc/footer.php");
?>