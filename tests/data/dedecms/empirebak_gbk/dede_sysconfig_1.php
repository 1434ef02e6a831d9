<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_sysconfig`;");
E_C("CREATE TABLE `dede_sysconfig` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `varname` varchar(60) NOT NULL DEFAULT '',
  `info` varchar(60) NOT NULL DEFAULT '',
  `groupid` varchar(60) NOT NULL DEFAULT '',
  `type` varchar(60) NOT NULL DEFAULT '',
  `value` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_sysconfig` values('1','cfg_basehost','站点根网址','0','0','http://www.example.com/');");
E_D("replace into `dede_sysconfig` values('2','cfg_webname','网站名称','0','0','小站');");

require("../../inc/footer.php");
?>