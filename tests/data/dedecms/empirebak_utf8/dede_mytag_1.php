<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_mytag`;");
E_C("CREATE TABLE `dede_mytag` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `tagname` varchar(60) NOT NULL DEFAULT '',
  `timeset` varchar(60) NOT NULL DEFAULT '',
  `starttime` varchar(60) NOT NULL DEFAULT '',
  `endtime` varchar(60) NOT NULL DEFAULT '',
  `normbody` varchar(60) NOT NULL DEFAULT '',
  `expbody` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_mytag` values('1','0','foot','0','0','0','{dede:global.cfg_webname/}','');");

require("../../inc/footer.php");
?>