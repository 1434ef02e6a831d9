<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_addoninfos`;");
E_C("CREATE TABLE `dede_addoninfos` (
  `aid` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `channel` varchar(255) DEFAULT NULL,
  `arcrank` varchar(255) DEFAULT NULL,
  `mid` varchar(255) DEFAULT NULL,
  `click` varchar(255) DEFAULT NULL,
  `title` varchar(255) DEFAULT NULL,
  `litpic` varchar(255) DEFAULT NULL,
  `userip` varchar(255) DEFAULT NULL,
  `senddate` varchar(255) DEFAULT NULL,
  `flag` varchar(255) DEFAULT NULL,
  `lastpost` varchar(255) DEFAULT NULL,
  `scores` varchar(255) DEFAULT NULL,
  `goodpost` varchar(255) DEFAULT NULL,
  `badpost` varchar(255) DEFAULT NULL,
  `nativeplace` varchar(255) DEFAULT NULL,
  `infotype` varchar(255) DEFAULT NULL,
  `body` mediumtext DEFAULT NULL,
  `endtime` varchar(255) DEFAULT NULL,
  `tel` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `address` varchar(255) DEFAULT NULL,
  `linkman` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_addoninfos` values('13','3','-8','0','0','3','代写','','192.0.2.8','1398138300','','0','0','0','0','0','','<p>面议</p>','0','','','','李四');");

require("../../inc/footer.php");
?>