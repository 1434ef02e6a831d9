<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_sgpage`;");
E_C("CREATE TABLE `dede_sgpage` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `title` varchar(60) NOT NULL DEFAULT '',
  `ismake` varchar(60) NOT NULL DEFAULT '',
  `filename` varchar(60) NOT NULL DEFAULT '',
  `keywords` varchar(60) NOT NULL DEFAULT '',
  `template` varchar(60) NOT NULL DEFAULT '',
  `likeid` varchar(60) NOT NULL DEFAULT '',
  `description` varchar(60) NOT NULL DEFAULT '',
  `uptime` varchar(60) NOT NULL DEFAULT '',
  `body` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_sgpage` values('1','关于我们','0','about.html','','0','0','','0','<p>我们</p>');");

require("../../inc/footer.php");
?>