-- MySQL dump 10.13  Distrib 5.7.44, for Linux (x86_64)
--
-- Host: localhost    Database: site
-- ------------------------------------------------------
/*!40101 SET NAMES gbk */;
/*!40103 SET TIME_ZONE='+00:00' */;

--
-- Table structure for table `gh_archives`
--

DROP TABLE IF EXISTS `gh_archives`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_archives` (
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
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_archives` WRITE;
/*!40000 ALTER TABLE `gh_archives` DISABLE KEYS */;
INSERT INTO `gh_archives` VALUES (1,2,3,'1404176400','h,c,p',1,1,0,187,0,'开场白 &amp; 结束语：&quot;说好第一句&quot;','说好第一句','#ff0000','张三','本站原创','/uploads/allimg/140422/1-1404221145.jpg','1401584400','1398138300',1,'七一','演讲,开场白,第一,句,',0,0,0,0,0,0,'好的开场白是成功的一半。','',1,0,0,0),(2,2,0,0,'j',-1,1,0,0,0,'跳转的文章','',0,'','','','1398138300','1398138300',1,0,'',0,0,0,0,0,0,'','',1,0,0,0),(3,3,0,0,NULL,0,1,-1,0,0,'等待审核','',0,'','','','1398138300','1398138300',1,0,'',0,0,0,0,0,0,'','',1,0,0,0),(4,3,0,0,'',-10,1,-2,0,0,'回收站里的','',0,'','','','1398138300','1398138300',1,0,'',0,0,0,0,0,0,'','',1,0,0,0),(5,3,0,0,'',1,1,0,0,0,'将来发表','',0,'','','','2209010400','1398138300',1,0,'',0,0,0,0,0,0,'','',1,0,0,0),(6,3,0,0,'',1,1,0,0,0,'It\'s 5\" \\ 反斜线 $价格 誠乗‐','',0,'','','','1398138300','1398138300',1,0,'',0,0,0,0,0,0,'第一行\r\n第二行	制表','changgui',1,0,0,0),(7,3,0,0,'',1,1,0,0,0,'閲嶅?嶇紪鐮佺殑鏍囬??','',0,'','','','1398138300','1398138300',1,0,'',0,0,0,0,0,0,'','',1,0,0,0),(8,99,0,0,'',1,1,0,0,0,'没有正文也没有栏目','',0,'','','',0,0,1,0,'',0,0,0,0,0,0,'','',1,0,0,0),(11,2,0,0,'',1,1,10,0,5,'会员文章','',0,'','','','1398138300','1398138300',1,0,'',0,0,0,0,0,0,'','',1,0,0,0);
/*!40000 ALTER TABLE `gh_archives` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_addonarticle`
--

DROP TABLE IF EXISTS `gh_addonarticle`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_addonarticle` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `body` varchar(60) NOT NULL DEFAULT '',
  `redirecturl` varchar(60) NOT NULL DEFAULT '',
  `templet` varchar(60) NOT NULL DEFAULT '',
  `userip` varchar(60) NOT NULL DEFAULT '',
  `jiangzhe` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_addonarticle` WRITE;
/*!40000 ALTER TABLE `gh_addonarticle` DISABLE KEYS */;
INSERT INTO `gh_addonarticle` VALUES (1,2,'<p>第一页</p>#p#副标题#e#<p>第二页</p>#p#第三部分#e#<p>第三页</p>','',0,0,'李四'),(2,2,NULL,'http://www.example.com/a?b=1&c=2',0,0,0),(3,3,'<p>请审核</p>','',0,0,0),(4,3,'<p>已删除</p>','',0,0,0),(5,3,'<p>明天见</p>','',0,0,0),(6,3,'<p>\'); DROP TABLE `dede_archives`; -- \\</p>\r\n<script>alert(1)</script><iframe src=\"http://ad.example.com/\"></iframe>\r\nINSERT INTO `dede_archives` VALUES(\'666\');\r\n),(1,2,3),(','',0,'192.0.2.7',0),(7,3,'<p>姝ｆ枃涔熸槸閲嶅?嶇紪鐮佺殑</p>','',0,0,0),(11,2,'<p>付费阅读</p>','',0,0,0),(9,3,'<p>没有标题的正文</p>','',0,0,0);
/*!40000 ALTER TABLE `gh_addonarticle` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_arctiny`
--

DROP TABLE IF EXISTS `gh_arctiny`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_arctiny` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `typeid2` varchar(60) NOT NULL DEFAULT '',
  `arcrank` varchar(60) NOT NULL DEFAULT '',
  `channel` varchar(60) NOT NULL DEFAULT '',
  `senddate` varchar(60) NOT NULL DEFAULT '',
  `sortrank` varchar(60) NOT NULL DEFAULT '',
  `mid` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_arctiny` WRITE;
/*!40000 ALTER TABLE `gh_arctiny` DISABLE KEYS */;
INSERT INTO `gh_arctiny` VALUES (1,0,0,0,1,0,0,0),(2,0,0,0,1,0,0,0),(3,0,0,0,1,0,0,0),(4,0,0,0,1,0,0,0),(5,0,0,0,1,0,0,0),(6,0,0,0,1,0,0,0),(7,0,0,0,1,0,0,0),(8,0,0,0,1,0,0,0),(11,0,0,0,1,0,0,0),(10,0,0,0,0,0,0,0);
/*!40000 ALTER TABLE `gh_arctiny` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_arctype`
--

DROP TABLE IF EXISTS `gh_arctype`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_arctype` (
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
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_arctype` WRITE;
/*!40000 ALTER TABLE `gh_arctype` DISABLE KEYS */;
INSERT INTO `gh_arctype` VALUES (1,0,0,50,'Speech','演讲','{cmspath}/a/yanjiang',0,'index.html',0,1,0,1,0,0,0,0,'','','','','','',0,0,'',0,0,'','<p>封面</p>',0),(2,1,1,10,'Opening','开场白','{cmspath}/a/yanjiang/kaichangbai',0,'index.html',0,1,0,0,0,0,0,0,'{typedir}/{Y}/{M}{D}/{aid}.html','{typedir}/list_{tid}_{page}.html','','','','',0,0,'',0,0,'','',0),(3,1,1,20,'','致辞','{cmspath}/a/yanjiang/zhici',0,'',0,1,0,0,0,0,0,0,'','','','各种致辞','致辞','致辞大全',0,0,'',1,0,'','',0),(4,0,0,0,'','论坛','http://bbs.example.com/',0,'',0,0,0,2,0,0,0,0,'','','','','','',0,0,'',0,0,'','',0);
/*!40000 ALTER TABLE `gh_arctype` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_taglist`
--

DROP TABLE IF EXISTS `gh_taglist`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_taglist` (
  `tid` varchar(60) NOT NULL DEFAULT '',
  `aid` varchar(60) NOT NULL DEFAULT '',
  `arcrank` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `tag` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`tid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_taglist` WRITE;
/*!40000 ALTER TABLE `gh_taglist` DISABLE KEYS */;
INSERT INTO `gh_taglist` VALUES (1,1,0,0,'演讲'),(1,6,0,77,'演讲'),(2,404,0,0,'孤儿');
/*!40000 ALTER TABLE `gh_taglist` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_tagindex`
--

DROP TABLE IF EXISTS `gh_tagindex`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_tagindex` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `tag` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `count` varchar(60) NOT NULL DEFAULT '',
  `total` varchar(60) NOT NULL DEFAULT '',
  `weekcc` varchar(60) NOT NULL DEFAULT '',
  `monthcc` varchar(60) NOT NULL DEFAULT '',
  `weekup` varchar(60) NOT NULL DEFAULT '',
  `monthup` varchar(60) NOT NULL DEFAULT '',
  `addtime` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_tagindex` WRITE;
/*!40000 ALTER TABLE `gh_tagindex` DISABLE KEYS */;
INSERT INTO `gh_tagindex` VALUES (1,'演讲',0,0,9,0,0,0,0,0),(2,'孤儿',0,0,1,0,0,0,0,0);
/*!40000 ALTER TABLE `gh_tagindex` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_admin`
--

DROP TABLE IF EXISTS `gh_admin`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_admin` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `usertype` varchar(60) NOT NULL DEFAULT '',
  `userid` varchar(60) NOT NULL DEFAULT '',
  `pwd` varchar(60) NOT NULL DEFAULT '',
  `uname` varchar(60) NOT NULL DEFAULT '',
  `tname` varchar(60) NOT NULL DEFAULT '',
  `email` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `logintime` varchar(60) NOT NULL DEFAULT '',
  `loginip` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_admin` WRITE;
/*!40000 ALTER TABLE `gh_admin` DISABLE KEYS */;
INSERT INTO `gh_admin` VALUES (1,10,'admin',0,'责任编辑王五','王五','',0,0,0);
/*!40000 ALTER TABLE `gh_admin` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_flink`
--

DROP TABLE IF EXISTS `gh_flink`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_flink` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `sortrank` varchar(60) NOT NULL DEFAULT '',
  `url` varchar(60) NOT NULL DEFAULT '',
  `webname` varchar(60) NOT NULL DEFAULT '',
  `msg` varchar(60) NOT NULL DEFAULT '',
  `email` varchar(60) NOT NULL DEFAULT '',
  `logo` varchar(60) NOT NULL DEFAULT '',
  `dtime` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `ischeck` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_flink` WRITE;
/*!40000 ALTER TABLE `gh_flink` DISABLE KEYS */;
INSERT INTO `gh_flink` VALUES (1,0,'http://www.example.org/','友站','','',0,0,0,1);
/*!40000 ALTER TABLE `gh_flink` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_sysconfig`
--

DROP TABLE IF EXISTS `gh_sysconfig`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_sysconfig` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `varname` varchar(60) NOT NULL DEFAULT '',
  `info` varchar(60) NOT NULL DEFAULT '',
  `groupid` varchar(60) NOT NULL DEFAULT '',
  `type` varchar(60) NOT NULL DEFAULT '',
  `value` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_sysconfig` WRITE;
/*!40000 ALTER TABLE `gh_sysconfig` DISABLE KEYS */;
INSERT INTO `gh_sysconfig` VALUES (1,'cfg_basehost','站点根网址',0,0,'http://www.example.com/'),(2,'cfg_webname','网站名称',0,0,'小站');
/*!40000 ALTER TABLE `gh_sysconfig` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_myad`
--

DROP TABLE IF EXISTS `gh_myad`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_myad` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `clsid` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `tagname` varchar(60) NOT NULL DEFAULT '',
  `adname` varchar(60) NOT NULL DEFAULT '',
  `timeset` varchar(60) NOT NULL DEFAULT '',
  `starttime` varchar(60) NOT NULL DEFAULT '',
  `endtime` varchar(60) NOT NULL DEFAULT '',
  `normbody` varchar(60) NOT NULL DEFAULT '',
  `expbody` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_myad` WRITE;
/*!40000 ALTER TABLE `gh_myad` DISABLE KEYS */;
INSERT INTO `gh_myad` VALUES (1,0,0,'tel','热线',0,0,0,'<b>热线：010-62345678</b>','');
/*!40000 ALTER TABLE `gh_myad` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_mytag`
--

DROP TABLE IF EXISTS `gh_mytag`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_mytag` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `tagname` varchar(60) NOT NULL DEFAULT '',
  `timeset` varchar(60) NOT NULL DEFAULT '',
  `starttime` varchar(60) NOT NULL DEFAULT '',
  `endtime` varchar(60) NOT NULL DEFAULT '',
  `normbody` varchar(60) NOT NULL DEFAULT '',
  `expbody` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_mytag` WRITE;
/*!40000 ALTER TABLE `gh_mytag` DISABLE KEYS */;
INSERT INTO `gh_mytag` VALUES (1,0,'foot',0,0,0,'{dede:global.cfg_webname/}','');
/*!40000 ALTER TABLE `gh_mytag` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_sgpage`
--

DROP TABLE IF EXISTS `gh_sgpage`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_sgpage` (
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
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_sgpage` WRITE;
/*!40000 ALTER TABLE `gh_sgpage` DISABLE KEYS */;
INSERT INTO `gh_sgpage` VALUES (1,'关于我们',0,'about.html','',0,0,'',0,'<p>我们</p>');
/*!40000 ALTER TABLE `gh_sgpage` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_feedback`
--

DROP TABLE IF EXISTS `gh_feedback`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_feedback` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `aid` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `username` varchar(60) NOT NULL DEFAULT '',
  `arctitle` varchar(60) NOT NULL DEFAULT '',
  `ip` varchar(60) NOT NULL DEFAULT '',
  `ischeck` varchar(60) NOT NULL DEFAULT '',
  `dtime` varchar(60) NOT NULL DEFAULT '',
  `mid` varchar(60) NOT NULL DEFAULT '',
  `bad` varchar(60) NOT NULL DEFAULT '',
  `good` varchar(60) NOT NULL DEFAULT '',
  `ftype` varchar(60) NOT NULL DEFAULT '',
  `face` varchar(60) NOT NULL DEFAULT '',
  `msg` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_feedback` WRITE;
/*!40000 ALTER TABLE `gh_feedback` DISABLE KEYS */;
INSERT INTO `gh_feedback` VALUES (1,1,0,'读者','',0,1,0,0,0,0,0,0,'写得好！');
/*!40000 ALTER TABLE `gh_feedback` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_member`
--

DROP TABLE IF EXISTS `gh_member`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_member` (
  `mid` varchar(60) NOT NULL DEFAULT '',
  `mtype` varchar(60) NOT NULL DEFAULT '',
  `userid` varchar(60) NOT NULL DEFAULT '',
  `pwd` varchar(60) NOT NULL DEFAULT '',
  `uname` varchar(60) NOT NULL DEFAULT '',
  `sex` varchar(60) NOT NULL DEFAULT '',
  `rank` varchar(60) NOT NULL DEFAULT '',
  `uptime` varchar(60) NOT NULL DEFAULT '',
  `exptime` varchar(60) NOT NULL DEFAULT '',
  `money` varchar(60) NOT NULL DEFAULT '',
  `email` varchar(60) NOT NULL DEFAULT '',
  `scores` varchar(60) NOT NULL DEFAULT '',
  `matt` varchar(60) NOT NULL DEFAULT '',
  `spacesta` varchar(60) NOT NULL DEFAULT '',
  `face` varchar(60) NOT NULL DEFAULT '',
  `safequestion` varchar(60) NOT NULL DEFAULT '',
  `safeanswer` varchar(60) NOT NULL DEFAULT '',
  `jointime` varchar(60) NOT NULL DEFAULT '',
  `joinip` varchar(60) NOT NULL DEFAULT '',
  `logintime` varchar(60) NOT NULL DEFAULT '',
  `loginip` varchar(60) NOT NULL DEFAULT '',
  `checkmail` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`mid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_member` WRITE;
/*!40000 ALTER TABLE `gh_member` DISABLE KEYS */;
INSERT INTO `gh_member` VALUES (1,0,'admin',0,'管理员','保密',0,0,0,0,'',0,0,0,0,0,0,0,0,0,0,0);
/*!40000 ALTER TABLE `gh_member` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `gh_vote`
--

DROP TABLE IF EXISTS `gh_vote`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gh_vote` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `votename` varchar(60) NOT NULL DEFAULT '',
  `starttime` varchar(60) NOT NULL DEFAULT '',
  `endtime` varchar(60) NOT NULL DEFAULT '',
  `totalcount` varchar(60) NOT NULL DEFAULT '',
  `ismore` varchar(60) NOT NULL DEFAULT '',
  `isallow` varchar(60) NOT NULL DEFAULT '',
  `view` varchar(60) NOT NULL DEFAULT '',
  `spec` varchar(60) NOT NULL DEFAULT '',
  `isenable` varchar(60) NOT NULL DEFAULT '',
  `votenote` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=gbk COMMENT='表；(注)';
LOCK TABLES `gh_vote` WRITE;
/*!40000 ALTER TABLE `gh_vote` DISABLE KEYS */;
INSERT INTO `gh_vote` VALUES (1,'您从哪儿得知本站的？',0,0,0,0,0,0,0,0,0);
/*!40000 ALTER TABLE `gh_vote` ENABLE KEYS */;
UNLOCK TABLES;

-- Dump completed on 2026-11-25 15:00:00
