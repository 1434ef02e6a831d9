<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_sgpage`;");
E_C("CREATE TABLE `dede_sgpage` (
  `aid` varchar(255) DEFAULT NULL,
  `title` varchar(255) DEFAULT NULL,
  `ismake` varchar(255) DEFAULT NULL,
  `filename` varchar(255) DEFAULT NULL,
  `keywords` varchar(255) DEFAULT NULL,
  `template` varchar(255) DEFAULT NULL,
  `likeid` varchar(255) DEFAULT NULL,
  `description` varchar(255) DEFAULT NULL,
  `uptime` varchar(255) DEFAULT NULL,
  `body` mediumtext DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_sgpage` values('1','关于我们','0','about.html','','0','0','','0','<p>我们</p>');");

require("../../inc/footer.php");
?>