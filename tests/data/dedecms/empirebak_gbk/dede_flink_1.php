<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_flink`;");
E_C("CREATE TABLE `dede_flink` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `sortrank` varchar(60) NOT NULL DEFAULT '',
  `url` varchar(60) NOT NULL DEFAULT '',
  `webname` varchar(60) NOT NULL DEFAULT '',
  `msg` varchar(60) NOT NULL DEFAULT '',
  `email` varchar(60) NOT NULL DEFAULT '',
  `logo` varchar(60) NOT NULL DEFAULT '',
  `dtime` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `ischeck` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_flink` values('1','0','http://www.example.org/','сяу╬','','','0','0','0','1');");

require("../../inc/footer.php");
?>