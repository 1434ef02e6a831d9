<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_admin`;");
E_C("CREATE TABLE `dede_admin` (
  `id` varchar(255) DEFAULT NULL,
  `usertype` varchar(255) DEFAULT NULL,
  `userid` varchar(255) DEFAULT NULL,
  `pwd` varchar(255) DEFAULT NULL,
  `uname` varchar(255) DEFAULT NULL,
  `tname` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `logintime` varchar(255) DEFAULT NULL,
  `loginip` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_admin` values('1','10','admin','0','责任编辑王五','王五','','0','0','0');");

require("../../inc/footer.php");
?>