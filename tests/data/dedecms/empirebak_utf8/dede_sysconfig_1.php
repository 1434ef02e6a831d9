<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_sysconfig`;");
E_C("CREATE TABLE `dede_sysconfig` (
  `aid` varchar(255) DEFAULT NULL,
  `varname` varchar(255) DEFAULT NULL,
  `info` varchar(255) DEFAULT NULL,
  `groupid` varchar(255) DEFAULT NULL,
  `type` varchar(255) DEFAULT NULL,
  `value` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_sysconfig` values('1','cfg_basehost','站点根网址','0','0','http://www.example.com/');");
E_D("replace into `dede_sysconfig` values('2','cfg_webname','网站名称','0','0','小站');");

require("../../inc/footer.php");
?>