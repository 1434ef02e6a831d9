<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_arctype`;");
E_C("CREATE TABLE `dede_arctype` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `reid` varchar(60) NOT NULL DEFAULT '',
  `topid` varchar(60) NOT NULL DEFAULT '',
  `sortrank` varchar(60) NOT NULL DEFAULT '',
  `entypename` varchar(60) NOT NULL DEFAULT '',
  `typename` varchar(60) NOT NULL DEFAULT '',
  `typedir` varchar(60) NOT NULL DEFAULT '',
  `isdefault` varchar(60) NOT NULL DEFAULT '',
  `defaultname` varchar(60) NOT NULL DEFAULT '',
  `issend` varchar(60) NOT NULL DEFAULT '',
  `channeltype` varchar(60) NOT NULL DEFAULT '',
  `maxpage` varchar(60) NOT NULL DEFAULT '',
  `ispart` varchar(60) NOT NULL DEFAULT '',
  `corank` varchar(60) NOT NULL DEFAULT '',
  `tempindex` varchar(60) NOT NULL DEFAULT '',
  `templist` varchar(60) NOT NULL DEFAULT '',
  `temparticle` varchar(60) NOT NULL DEFAULT '',
  `namerule` varchar(60) NOT NULL DEFAULT '',
  `namerule2` varchar(60) NOT NULL DEFAULT '',
  `modname` varchar(60) NOT NULL DEFAULT '',
  `description` varchar(60) NOT NULL DEFAULT '',
  `keywords` varchar(60) NOT NULL DEFAULT '',
  `seotitle` varchar(60) NOT NULL DEFAULT '',
  `moresite` varchar(60) NOT NULL DEFAULT '',
  `sitepath` varchar(60) NOT NULL DEFAULT '',
  `siteurl` varchar(60) NOT NULL DEFAULT '',
  `ishidden` varchar(60) NOT NULL DEFAULT '',
  `cross` varchar(60) NOT NULL DEFAULT '',
  `crossid` varchar(60) NOT NULL DEFAULT '',
  `content` varchar(60) NOT NULL DEFAULT '',
  `smalltypes` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_arctype` values('1','0','0','50','Speech','演讲','{cmspath}/a/yanjiang','0','index.html','0','1','0','1','0','0','0','0','','','','','','','0','0','','0','0','','<p>封面</p>','0');");
E_D("replace into `dede_arctype` values('2','1','1','10','Opening','开场白','{cmspath}/a/yanjiang/kaichangbai','0','index.html','0','1','0','0','0','0','0','0','{typedir}/{Y}/{M}{D}/{aid}.html','{typedir}/list_{tid}_{page}.html','','','','','0','0','','0','0','','','0');");
E_D("replace into `dede_arctype` values('3','1','1','20','','致辞','{cmspath}/a/yanjiang/zhici','0','','0','1','0','0','0','0','0','0','','','','各种致辞','致辞','致辞大全','0','0','','1','0','','','0');");
E_D("replace into `dede_arctype` values('4','0','0','0','','论坛','http://bbs.example.com/','0','','0','0','0','2','0','0','0','0','','','','','','','0','0','','0','0','','','0');");

require("../../inc/footer.php");
?>