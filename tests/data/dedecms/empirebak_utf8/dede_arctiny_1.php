<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_arctiny`;");
E_C("CREATE TABLE `dede_arctiny` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `typeid2` varchar(60) NOT NULL DEFAULT '',
  `arcrank` varchar(60) NOT NULL DEFAULT '',
  `channel` varchar(60) NOT NULL DEFAULT '',
  `senddate` varchar(60) NOT NULL DEFAULT '',
  `sortrank` varchar(60) NOT NULL DEFAULT '',
  `mid` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_arctiny` values('1','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('2','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('3','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('4','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('5','0','0','0','1','0','0','0');");

require("../../inc/footer.php");
?>