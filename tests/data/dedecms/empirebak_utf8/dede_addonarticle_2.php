<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("replace into `dede_addonarticle` values('6','3','<p>''); DROP TABLE `dede_archives`; -- \\\\</p>\r\n<script>alert(1)</script><iframe src=\"http://ad.example.com/\"></iframe>\r\nINSERT INTO `dede_archives` VALUES(''666'');\r\n),(1,2,3),(','','0','192.0.2.7','0');");
E_D("replace into `dede_addonarticle` values('7','3','<p>姝ｆ枃涔熸槸閲嶅?嶇紪鐮佺殑</p>','','0','0','0');");
E_D("replace into `dede_addonarticle` values('11','2','<p>付费阅读</p>','','0','0','0');");
E_D("replace into `dede_addonarticle` values('9','3','<p>没有标题的正文</p>','','0','0','0');");
E_D("replace into `dede_addonarticle` values('14','3','/data/textdata/1/14-0123456789abcdef.txt','','0','0','0');");

require("../../inc/footer.php");
?>