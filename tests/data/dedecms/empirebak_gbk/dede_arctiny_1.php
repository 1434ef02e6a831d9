<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_arctiny`;");
E_C("CREATE TABLE `dede_arctiny` (
  `id` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `typeid2` varchar(255) DEFAULT NULL,
  `arcrank` varchar(255) DEFAULT NULL,
  `channel` varchar(255) DEFAULT NULL,
  `senddate` varchar(255) DEFAULT NULL,
  `sortrank` varchar(255) DEFAULT NULL,
  `mid` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_arctiny` values('1','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('2','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('3','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('4','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('5','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('6','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('7','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('8','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('9','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('10','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('11','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('12','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('13','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('14','0','0','0','1','0','0','0');");

require("../../inc/footer.php");
?>