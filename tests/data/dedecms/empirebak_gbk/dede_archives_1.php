<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('gbk');
E_D("DROP TABLE IF EXISTS `dede_archives`;");
E_C("CREATE TABLE `dede_archives` (
  `id` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `typeid2` varchar(255) DEFAULT NULL,
  `sortrank` varchar(255) DEFAULT NULL,
  `flag` varchar(255) DEFAULT NULL,
  `ismake` varchar(255) DEFAULT NULL,
  `channel` varchar(255) DEFAULT NULL,
  `arcrank` varchar(255) DEFAULT NULL,
  `click` varchar(255) DEFAULT NULL,
  `money` varchar(255) DEFAULT NULL,
  `title` varchar(255) DEFAULT NULL,
  `shorttitle` varchar(255) DEFAULT NULL,
  `color` varchar(255) DEFAULT NULL,
  `writer` varchar(255) DEFAULT NULL,
  `source` varchar(255) DEFAULT NULL,
  `litpic` varchar(255) DEFAULT NULL,
  `pubdate` varchar(255) DEFAULT NULL,
  `senddate` varchar(255) DEFAULT NULL,
  `mid` varchar(255) DEFAULT NULL,
  `zhuanti` varchar(255) DEFAULT NULL,
  `keywords` varchar(255) DEFAULT NULL,
  `lastpost` varchar(255) DEFAULT NULL,
  `scores` varchar(255) DEFAULT NULL,
  `goodpost` varchar(255) DEFAULT NULL,
  `badpost` varchar(255) DEFAULT NULL,
  `voteid` varchar(255) DEFAULT NULL,
  `notpost` varchar(255) DEFAULT NULL,
  `description` varchar(255) DEFAULT NULL,
  `filename` varchar(255) DEFAULT NULL,
  `dutyadmin` varchar(255) DEFAULT NULL,
  `tackid` varchar(255) DEFAULT NULL,
  `mtype` varchar(255) DEFAULT NULL,
  `weight` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
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
E_D("replace into `dede_archives` values('12','0','0','0','','1','-1','0','0','0','演讲专题','','0','','','','1398138300','1398138300','1','0','','0','0','0','0','0','0','','','1','0','0','0');");
E_D("replace into `dede_archives` values('14','3','0','0','','1','1','0','0','0','正文在文件里','','0','','','','1398138300','1398138300','1','0','','0','0','0','0','0','0','','','1','0','0','0');");

require("../../inc/footer.php");
?>