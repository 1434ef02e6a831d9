<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_myad`;");
E_C("CREATE TABLE `dede_myad` (
  `aid` varchar(255) DEFAULT NULL,
  `clsid` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `tagname` varchar(255) DEFAULT NULL,
  `adname` varchar(255) DEFAULT NULL,
  `timeset` varchar(255) DEFAULT NULL,
  `starttime` varchar(255) DEFAULT NULL,
  `endtime` varchar(255) DEFAULT NULL,
  `normbody` varchar(255) DEFAULT NULL,
  `expbody` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_myad` values('1','0','0','tel','热线','0','0','0','<b>热线：010-62345678</b>','');");

require("../../inc/footer.php");
?>