<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_addonarticle`;");
E_C("CREATE TABLE `dede_addonarticle` (
  `aid` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `body` mediumtext DEFAULT NULL,
  `redirecturl` varchar(255) DEFAULT NULL,
  `templet` varchar(255) DEFAULT NULL,
  `userip` varchar(255) DEFAULT NULL,
  `jiangzhe` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_addonarticle` values('1','2','<p>第一页</p>#p#副标题#e#<p>第二页</p>#p#第三部分#e#<p>第三页</p>','','0','0','李四');");
E_D("replace into `dede_addonarticle` values('2','2',NULL,'http://www.example.com/a?b=1&c=2','0','0','0');");
E_D("replace into `dede_addonarticle` values('3','3','<p>请审核</p>','','0','0','0');");
E_D("replace into `dede_addonarticle` values('4','3','<p>已删除</p>','','0','0','0');");
E_D("replace into `dede_addonarticle` values('5','3','<p>明天见</p>','','0','0','0');");
E_D("replace into `dede_addonarticle` values('6','3','<p>''); DROP TABLE `dede_archives`; -- \\\\</p>\r\n<script>alert(1)</script><iframe src=\"http://ad.example.com/\"></iframe>\r\nINSERT INTO `dede_archives` VALUES(''666'');\r\n),(1,2,3),(','','0','192.0.2.7','0');");
E_D("replace into `dede_addonarticle` values('7','3','<p>姝ｆ枃涔熸槸閲嶅?嶇紪鐮佺殑</p>','','0','0','0');");
E_D("replace into `dede_addonarticle` values('11','2','<p>付费阅读</p>','','0','0','0');");
E_D("replace into `dede_addonarticle` values('9','3','<p>没有标题的正文</p>','','0','0','0');");
E_D("replace into `dede_addonarticle` values('14','3','/data/textdata/1/14-0123456789abcdef.txt','','0','0','0');");

require("../../inc/footer.php");
?>