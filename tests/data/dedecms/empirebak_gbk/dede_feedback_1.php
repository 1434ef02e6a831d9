<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_feedback`;");
E_C("CREATE TABLE `dede_feedback` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `aid` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `username` varchar(60) NOT NULL DEFAULT '',
  `arctitle` varchar(60) NOT NULL DEFAULT '',
  `ip` varchar(60) NOT NULL DEFAULT '',
  `ischeck` varchar(60) NOT NULL DEFAULT '',
  `dtime` varchar(60) NOT NULL DEFAULT '',
  `mid` varchar(60) NOT NULL DEFAULT '',
  `bad` varchar(60) NOT NULL DEFAULT '',
  `good` varchar(60) NOT NULL DEFAULT '',
  `ftype` varchar(60) NOT NULL DEFAULT '',
  `face` varchar(60) NOT NULL DEFAULT '',
  `msg` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_feedback` values('1','1','0','ถมี฿','','0','1','0','0','0','0','0','0','ะดตรบรฃก');");

require("../../inc/footer.php");
?>