<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_mytag`;");
E_C("CREATE TABLE `dede_mytag` (
  `aid` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `tagname` varchar(255) DEFAULT NULL,
  `timeset` varchar(255) DEFAULT NULL,
  `starttime` varchar(255) DEFAULT NULL,
  `endtime` varchar(255) DEFAULT NULL,
  `normbody` varchar(255) DEFAULT NULL,
  `expbody` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_mytag` values('1','0','foot','0','0','0','{dede:global.cfg_webname/}','');");

require("../../inc/footer.php");
?>