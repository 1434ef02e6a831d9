<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_arctype`;");
E_C("CREATE TABLE `dede_arctype` (
  `id` varchar(255) DEFAULT NULL,
  `reid` varchar(255) DEFAULT NULL,
  `topid` varchar(255) DEFAULT NULL,
  `sortrank` varchar(255) DEFAULT NULL,
  `entypename` varchar(255) DEFAULT NULL,
  `typename` varchar(255) DEFAULT NULL,
  `typedir` varchar(255) DEFAULT NULL,
  `isdefault` varchar(255) DEFAULT NULL,
  `defaultname` varchar(255) DEFAULT NULL,
  `issend` varchar(255) DEFAULT NULL,
  `channeltype` varchar(255) DEFAULT NULL,
  `maxpage` varchar(255) DEFAULT NULL,
  `ispart` varchar(255) DEFAULT NULL,
  `corank` varchar(255) DEFAULT NULL,
  `tempindex` varchar(255) DEFAULT NULL,
  `templist` varchar(255) DEFAULT NULL,
  `temparticle` varchar(255) DEFAULT NULL,
  `namerule` varchar(255) DEFAULT NULL,
  `namerule2` varchar(255) DEFAULT NULL,
  `modname` varchar(255) DEFAULT NULL,
  `description` varchar(255) DEFAULT NULL,
  `keywords` varchar(255) DEFAULT NULL,
  `seotitle` varchar(255) DEFAULT NULL,
  `moresite` varchar(255) DEFAULT NULL,
  `sitepath` varchar(255) DEFAULT NULL,
  `siteurl` varchar(255) DEFAULT NULL,
  `ishidden` varchar(255) DEFAULT NULL,
  `cross` varchar(255) DEFAULT NULL,
  `crossid` varchar(255) DEFAULT NULL,
  `content` varchar(255) DEFAULT NULL,
  `smalltypes` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_arctype` values('1','0','0','50','Speech','演讲','{cmspath}/a/yanjiang','0','index.html','0','1','0','1','0','0','0','0','','','','','','','0','0','','0','0','','<p>封面</p>','0');");
E_D("replace into `dede_arctype` values('2','1','1','10','Opening','开场白','{cmspath}/a/yanjiang/kaichangbai','0','index.html','0','1','0','0','0','0','0','0','{typedir}/{Y}/{M}{D}/{aid}.html','{typedir}/list_{tid}_{page}.html','','','','','0','0','','0','0','','','0');");
E_D("replace into `dede_arctype` values('3','1','1','20','','致辞','{cmspath}/a/yanjiang/zhici','0','','0','1','0','0','0','0','0','0','','','','各种致辞','致辞','致辞大全','0','0','','1','0','','','0');");
E_D("replace into `dede_arctype` values('4','0','0','0','','论坛','http://bbs.example.com/','0','','0','0','0','2','0','0','0','0','','','','','','','0','0','','0','0','','','0');");

require("../../inc/footer.php");
?>