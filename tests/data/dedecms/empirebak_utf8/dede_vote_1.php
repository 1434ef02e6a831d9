<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_vote`;");
E_C("CREATE TABLE `dede_vote` (
  `aid` varchar(255) DEFAULT NULL,
  `votename` varchar(255) DEFAULT NULL,
  `starttime` varchar(255) DEFAULT NULL,
  `endtime` varchar(255) DEFAULT NULL,
  `totalcount` varchar(255) DEFAULT NULL,
  `ismore` varchar(255) DEFAULT NULL,
  `isallow` varchar(255) DEFAULT NULL,
  `view` varchar(255) DEFAULT NULL,
  `spec` varchar(255) DEFAULT NULL,
  `isenable` varchar(255) DEFAULT NULL,
  `votenote` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_vote` values('1','您从哪儿得知本站的？','0','0','0','0','0','0','0','0','0');");

require("../../inc/footer.php");
?>