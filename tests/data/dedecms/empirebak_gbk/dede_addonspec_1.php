<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_addonspec`;");
E_C("CREATE TABLE `dede_addonspec` (
  `aid` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `note` varchar(255) DEFAULT NULL,
  `templet` varchar(255) DEFAULT NULL,
  `userip` varchar(255) DEFAULT NULL,
  `redirecturl` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_addonspec` values('12','0','{dede:specnote imgheight=''90'' imgwidth=''120'' infolen=''160'' titlelen=''60'' col=''1'' idlist=''6,1,3''\r\nname=''开场与结束'' noteid=''a'' isauto=''0'' rownum=''10'' keywords='''' typeid=''0''}\r\n<li><a href=\"[field:arcurl/]\">[field:title/]</a></li>\r\n{/dede:specnote}\r\n','0','0','');");

require("../../inc/footer.php");
?>