<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_archives`;");
E_C("CREATE TABLE `dede_archives` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `typeid2` varchar(60) NOT NULL DEFAULT '',
  `sortrank` varchar(60) NOT NULL DEFAULT '',
  `flag` varchar(60) NOT NULL DEFAULT '',
  `ismake` varchar(60) NOT NULL DEFAULT '',
  `channel` varchar(60) NOT NULL DEFAULT '',
  `arcrank` varchar(60) NOT NULL DEFAULT '',
  `click` varchar(60) NOT NULL DEFAULT '',
  `money` varchar(60) NOT NULL DEFAULT '',
  `title` varchar(60) NOT NULL DEFAULT '',
  `shorttitle` varchar(60) NOT NULL DEFAULT '',
  `color` varchar(60) NOT NULL DEFAULT '',
  `writer` varchar(60) NOT NULL DEFAULT '',
  `source` varchar(60) NOT NULL DEFAULT '',
  `litpic` varchar(60) NOT NULL DEFAULT '',
  `pubdate` varchar(60) NOT NULL DEFAULT '',
  `senddate` varchar(60) NOT NULL DEFAULT '',
  `mid` varchar(60) NOT NULL DEFAULT '',
  `zhuanti` varchar(60) NOT NULL DEFAULT '',
  `keywords` varchar(60) NOT NULL DEFAULT '',
  `lastpost` varchar(60) NOT NULL DEFAULT '',
  `scores` varchar(60) NOT NULL DEFAULT '',
  `goodpost` varchar(60) NOT NULL DEFAULT '',
  `badpost` varchar(60) NOT NULL DEFAULT '',
  `voteid` varchar(60) NOT NULL DEFAULT '',
  `notpost` varchar(60) NOT NULL DEFAULT '',
  `description` varchar(60) NOT NULL DEFAULT '',
  `filename` varchar(60) NOT NULL DEFAULT '',
  `dutyadmin` varchar(60) NOT NULL DEFAULT '',
  `tackid` varchar(60) NOT NULL DEFAULT '',
  `mtype` varchar(60) NOT NULL DEFAULT '',
  `weight` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk");
E_D("replace into `dede_archives` values('1','2','3','1404176400','h,c,p','1','1','0','187','0','开场白 &amp; 结束语：&quot;说好第一句&quot;','说好第一句','#ff0000','张三','本站原创','/uploads/allimg/140422/1-1404221145.jpg','1401584400','1398138300','1','七一','演讲,开场白,第一,句,','0','0','0','0','0','0','好的开场白是成功的一半。','','1','0','0','0');");
E_D("replace into `dede_archives` values('2','2','0','0','j','-1','1','0','0','0','跳转的文章','','0','','','','1398138300','1398138300','1','0','','0','0','0','0','0','0','','','1','0','0','0');");
E_D("replace into `dede_archives` values('3','3','0','0',NULL,'0','1','-1','0','0','等待审核','','0','','','','1398138300','1398138300','1','0','','0','0','0','0','0','0','','','1','0','0','0');");
E_D("replace into `dede_archives` values('4','3','0','0','','-10','1','-2','0','0','回收站里的','','0','','','','1398138300','1398138300','1','0','','0','0','0','0','0','0','','','1','0','0','0');");
E_D("replace into `dede_archives` values('5','3','0','0','','1','1','0','0','0','将来发表','','0','','','','2209010400','1398138300','1','0','','0','0','0','0','0','0','','','1','0','0','0');");
E_D("replace into `dede_archives` values('6','3','0','0','','1','1','0','0','0','It''s 5\" \\\\ 反斜线 \$价格 誠\\\乗\\\‐\\\','','0','','','','1398138300','1398138300','1','0','','0','0','0','0','0','0','第一行\r\n第二行	制表','changgui','1','0','0','0');");
E_D("replace into `dede_archives` values('7','3','0','0','','1','1','0','0','0','閲嶅?嶇紪鐮佺殑鏍囬??','','0','','','','1398138300','1398138300','1','0','','0','0','0','0','0','0','','','1','0','0','0');");
E_D("replace into `dede_archives` values('8','99','0','0','','1','1','0','0','0','没有正文也没有栏目','','0','','','','0','0','1','0','','0','0','0','0','0','0','','','1','0','0','0');");
E_D("replace into `dede_archives` values('11','2','0','0','','1','1','10','0','5','会员文章','','0','','','','1398138300','1398138300','1','0','','0','0','0','0','0','0','','','1','0','0','0');");

require("../../inc/footer.php");
?>