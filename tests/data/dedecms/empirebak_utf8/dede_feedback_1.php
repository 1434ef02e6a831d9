<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_feedback`;");
E_C("CREATE TABLE `dede_feedback` (
  `id` varchar(255) DEFAULT NULL,
  `aid` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `username` varchar(255) DEFAULT NULL,
  `arctitle` varchar(255) DEFAULT NULL,
  `ip` varchar(255) DEFAULT NULL,
  `ischeck` varchar(255) DEFAULT NULL,
  `dtime` varchar(255) DEFAULT NULL,
  `mid` varchar(255) DEFAULT NULL,
  `bad` varchar(255) DEFAULT NULL,
  `good` varchar(255) DEFAULT NULL,
  `ftype` varchar(255) DEFAULT NULL,
  `face` varchar(255) DEFAULT NULL,
  `msg` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_feedback` values('1','1','0','读者','','0','1','0','0','0','0','0','0','写得好！');");

require("../../inc/footer.php");
?>