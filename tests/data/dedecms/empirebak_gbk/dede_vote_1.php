<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_vote`;");
E_C("CREATE TABLE `dede_vote` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `votename` varchar(60) NOT NULL DEFAULT '',
  `starttime` varchar(60) NOT NULL DEFAULT '',
  `endtime` varchar(60) NOT NULL DEFAULT '',
  `totalcount` varchar(60) NOT NULL DEFAULT '',
  `ismore` varchar(60) NOT NULL DEFAULT '',
  `isallow` varchar(60) NOT NULL DEFAULT '',
  `view` varchar(60) NOT NULL DEFAULT '',
  `spec` varchar(60) NOT NULL DEFAULT '',
  `isenable` varchar(60) NOT NULL DEFAULT '',
  `votenote` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_vote` values('1','您从哪儿得知本站的？','0','0','0','0','0','0','0','0','0');");

require("../../inc/footer.php");
?>