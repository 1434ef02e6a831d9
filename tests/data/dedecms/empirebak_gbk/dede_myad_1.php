<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_myad`;");
E_C("CREATE TABLE `dede_myad` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `clsid` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `tagname` varchar(60) NOT NULL DEFAULT '',
  `adname` varchar(60) NOT NULL DEFAULT '',
  `timeset` varchar(60) NOT NULL DEFAULT '',
  `starttime` varchar(60) NOT NULL DEFAULT '',
  `endtime` varchar(60) NOT NULL DEFAULT '',
  `normbody` varchar(60) NOT NULL DEFAULT '',
  `expbody` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_myad` values('1','0','0','tel','热线','0','0','0','<b>热线：010-62345678</b>','');");

require("../../inc/footer.php");
?>