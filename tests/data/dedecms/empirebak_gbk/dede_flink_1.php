<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_flink`;");
E_C("CREATE TABLE `dede_flink` (
  `id` varchar(255) DEFAULT NULL,
  `sortrank` varchar(255) DEFAULT NULL,
  `url` varchar(255) DEFAULT NULL,
  `webname` varchar(255) DEFAULT NULL,
  `msg` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `logo` varchar(255) DEFAULT NULL,
  `dtime` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `ischeck` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_flink` values('1','0','http://www.example.org/','сяу╬','','','0','0','0','1');");

require("../../inc/footer.php");
?>