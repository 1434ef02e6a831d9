/*
Navicat MySQL Data Transfer

File Encoding         : 65001

Date: 2015-03-01 12:00:00
*/

SET FOREIGN_KEY_CHECKS=0;
-- ----------------------------
-- Table structure for `dede_archives`
-- ----------------------------
DROP TABLE IF EXISTS `dede_archives`;
CREATE TABLE `dede_archives` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_archives` VALUES ('1', '2', '3', '1404176400', 'h,c,p', '1', '1', '0', '187', '0', '开场白 &amp; 结束语：&quot;说好第一句&quot;', '说好第一句', '#ff0000', '张三', '本站原创', '/uploads/allimg/140422/1-1404221145.jpg', '1401584400', '1398138300', '1', '七一', '演讲,开场白,第一,句,', '0', '0', '0', '0', '0', '0', '好的开场白是成功的一半。', '', '1', '0', '0', '0');
INSERT INTO `dede_archives` VALUES ('2', '2', '0', '0', 'j', '-1', '1', '0', '0', '0', '跳转的文章', '', '0', '', '', '', '1398138300', '1398138300', '1', '0', '', '0', '0', '0', '0', '0', '0', '', '', '1', '0', '0', '0');
INSERT INTO `dede_archives` VALUES ('3', '3', '0', '0', null, '0', '1', '-1', '0', '0', '等待审核', '', '0', '', '', '', '1398138300', '1398138300', '1', '0', '', '0', '0', '0', '0', '0', '0', '', '', '1', '0', '0', '0');
INSERT INTO `dede_archives` VALUES ('4', '3', '0', '0', '', '-10', '1', '-2', '0', '0', '回收站里的', '', '0', '', '', '', '1398138300', '1398138300', '1', '0', '', '0', '0', '0', '0', '0', '0', '', '', '1', '0', '0', '0');
INSERT INTO `dede_archives` VALUES ('5', '3', '0', '0', '', '1', '1', '0', '0', '0', '将来发表', '', '0', '', '', '', '2209010400', '1398138300', '1', '0', '', '0', '0', '0', '0', '0', '0', '', '', '1', '0', '0', '0');
INSERT INTO `dede_archives` VALUES ('6', '3', '0', '0', '', '1', '1', '0', '0', '0', 'It\'s 5\" \\ 反斜线 $价格 誠乗‐', '', '0', '', '', '', '1398138300', '1398138300', '1', '0', '', '0', '0', '0', '0', '0', '0', '第一行\r\n第二行	制表', 'changgui', '1', '0', '0', '0');
INSERT INTO `dede_archives` VALUES ('7', '3', '0', '0', '', '1', '1', '0', '0', '0', '閲嶅?嶇紪鐮佺殑鏍囬??', '', '0', '', '', '', '1398138300', '1398138300', '1', '0', '', '0', '0', '0', '0', '0', '0', '', '', '1', '0', '0', '0');
INSERT INTO `dede_archives` VALUES ('8', '99', '0', '0', '', '1', '1', '0', '0', '0', '没有正文也没有栏目', '', '0', '', '', '', '0', '0', '1', '0', '', '0', '0', '0', '0', '0', '0', '', '', '1', '0', '0', '0');
INSERT INTO `dede_archives` VALUES ('11', '2', '0', '0', '', '1', '1', '10', '0', '5', '会员文章', '', '0', '', '', '', '1398138300', '1398138300', '1', '0', '', '0', '0', '0', '0', '0', '0', '', '', '1', '0', '0', '0');
INSERT INTO `dede_archives` VALUES ('12', '0', '0', '0', '', '1', '-1', '0', '0', '0', '演讲专题', '', '0', '', '', '', '1398138300', '1398138300', '1', '0', '', '0', '0', '0', '0', '0', '0', '', '', '1', '0', '0', '0');
INSERT INTO `dede_archives` VALUES ('14', '3', '0', '0', '', '1', '1', '0', '0', '0', '正文在文件里', '', '0', '', '', '', '1398138300', '1398138300', '1', '0', '', '0', '0', '0', '0', '0', '0', '', '', '1', '0', '0', '0');
-- ----------------------------
-- Table structure for `dede_addonarticle`
-- ----------------------------
DROP TABLE IF EXISTS `dede_addonarticle`;
CREATE TABLE `dede_addonarticle` (
  `aid` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `body` mediumtext DEFAULT NULL,
  `redirecturl` varchar(255) DEFAULT NULL,
  `templet` varchar(255) DEFAULT NULL,
  `userip` varchar(255) DEFAULT NULL,
  `jiangzhe` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_addonarticle` VALUES ('1', '2', '<p>第一页</p>#p#副标题#e#<p>第二页</p>#p#第三部分#e#<p>第三页</p>', '', '0', '0', '李四');
INSERT INTO `dede_addonarticle` VALUES ('2', '2', null, 'http://www.example.com/a?b=1&c=2', '0', '0', '0');
INSERT INTO `dede_addonarticle` VALUES ('3', '3', '<p>请审核</p>', '', '0', '0', '0');
INSERT INTO `dede_addonarticle` VALUES ('4', '3', '<p>已删除</p>', '', '0', '0', '0');
INSERT INTO `dede_addonarticle` VALUES ('5', '3', '<p>明天见</p>', '', '0', '0', '0');
INSERT INTO `dede_addonarticle` VALUES ('6', '3', '<p>\'); DROP TABLE `dede_archives`; -- \\</p>\r\n<script>alert(1)</script><iframe src=\"http://ad.example.com/\"></iframe>\r\nINSERT INTO `dede_archives` VALUES(\'666\');\r\n),(1,2,3),(', '', '0', '192.0.2.7', '0');
INSERT INTO `dede_addonarticle` VALUES ('7', '3', '<p>姝ｆ枃涔熸槸閲嶅?嶇紪鐮佺殑</p>', '', '0', '0', '0');
INSERT INTO `dede_addonarticle` VALUES ('11', '2', '<p>付费阅读</p>', '', '0', '0', '0');
INSERT INTO `dede_addonarticle` VALUES ('9', '3', '<p>没有标题的正文</p>', '', '0', '0', '0');
INSERT INTO `dede_addonarticle` VALUES ('14', '3', '/data/textdata/1/14-0123456789abcdef.txt', '', '0', '0', '0');
-- ----------------------------
-- Table structure for `dede_addonspec`
-- ----------------------------
DROP TABLE IF EXISTS `dede_addonspec`;
CREATE TABLE `dede_addonspec` (
  `aid` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `note` varchar(255) DEFAULT NULL,
  `templet` varchar(255) DEFAULT NULL,
  `userip` varchar(255) DEFAULT NULL,
  `redirecturl` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_addonspec` VALUES ('12', '0', '{dede:specnote imgheight=\'90\' imgwidth=\'120\' infolen=\'160\' titlelen=\'60\' col=\'1\' idlist=\'6,1,3\'\r\nname=\'开场与结束\' noteid=\'a\' isauto=\'0\' rownum=\'10\' keywords=\'\' typeid=\'0\'}\r\n<li><a href=\"[field:arcurl/]\">[field:title/]</a></li>\r\n{/dede:specnote}\r\n', '0', '0', '');
-- ----------------------------
-- Table structure for `dede_addoninfos`
-- ----------------------------
DROP TABLE IF EXISTS `dede_addoninfos`;
CREATE TABLE `dede_addoninfos` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_addoninfos` VALUES ('13', '3', '-8', '0', '0', '3', '代写', '', '192.0.2.8', '1398138300', '', '0', '0', '0', '0', '0', '', '<p>面议</p>', '0', '', '', '', '李四');
-- ----------------------------
-- Table structure for `dede_channeltype`
-- ----------------------------
DROP TABLE IF EXISTS `dede_channeltype`;
CREATE TABLE `dede_channeltype` (
  `id` varchar(255) DEFAULT NULL,
  `nid` varchar(255) DEFAULT NULL,
  `typename` varchar(255) DEFAULT NULL,
  `maintable` varchar(255) DEFAULT NULL,
  `addtable` varchar(255) DEFAULT NULL,
  `addcon` varchar(255) DEFAULT NULL,
  `mancon` varchar(255) DEFAULT NULL,
  `editcon` varchar(255) DEFAULT NULL,
  `useraddcon` varchar(255) DEFAULT NULL,
  `usermancon` varchar(255) DEFAULT NULL,
  `usereditcon` varchar(255) DEFAULT NULL,
  `fieldset` varchar(255) DEFAULT NULL,
  `listfields` varchar(255) DEFAULT NULL,
  `allfields` varchar(255) DEFAULT NULL,
  `issystem` varchar(255) DEFAULT NULL,
  `isshow` varchar(255) DEFAULT NULL,
  `issend` varchar(255) DEFAULT NULL,
  `arcsta` varchar(255) DEFAULT NULL,
  `usertype` varchar(255) DEFAULT NULL,
  `sendrank` varchar(255) DEFAULT NULL,
  `isdefault` varchar(255) DEFAULT NULL,
  `needdes` varchar(255) DEFAULT NULL,
  `needpic` varchar(255) DEFAULT NULL,
  `titlename` varchar(255) DEFAULT NULL,
  `onlyone` varchar(255) DEFAULT NULL,
  `dfcid` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_channeltype` VALUES ('1', 'article', '', '0', 'dede_addonarticle', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '', '0', '0');
INSERT INTO `dede_channeltype` VALUES ('-1', 'spec', '', '0', 'dede_addonspec', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '', '0', '0');
INSERT INTO `dede_channeltype` VALUES ('-8', 'infos', '', '0', 'dede_addoninfos', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '', '0', '0');
-- ----------------------------
-- Table structure for `dede_arctiny`
-- ----------------------------
DROP TABLE IF EXISTS `dede_arctiny`;
CREATE TABLE `dede_arctiny` (
  `id` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `typeid2` varchar(255) DEFAULT NULL,
  `arcrank` varchar(255) DEFAULT NULL,
  `channel` varchar(255) DEFAULT NULL,
  `senddate` varchar(255) DEFAULT NULL,
  `sortrank` varchar(255) DEFAULT NULL,
  `mid` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_arctiny` VALUES ('1', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('2', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('3', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('4', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('5', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('6', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('7', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('8', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('9', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('10', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('11', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('12', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('13', '0', '0', '0', '1', '0', '0', '0');
INSERT INTO `dede_arctiny` VALUES ('14', '0', '0', '0', '1', '0', '0', '0');
-- ----------------------------
-- Table structure for `dede_arctype`
-- ----------------------------
DROP TABLE IF EXISTS `dede_arctype`;
CREATE TABLE `dede_arctype` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_arctype` VALUES ('1', '0', '0', '50', 'Speech', '演讲', '{cmspath}/a/yanjiang', '0', 'index.html', '0', '1', '0', '1', '0', '0', '0', '0', '', '', '', '', '', '', '0', '0', '', '0', '0', '', '<p>封面</p>', '0');
INSERT INTO `dede_arctype` VALUES ('2', '1', '1', '10', 'Opening', '开场白', '{cmspath}/a/yanjiang/kaichangbai', '0', 'index.html', '0', '1', '0', '0', '0', '0', '0', '0', '{typedir}/{Y}/{M}{D}/{aid}.html', '{typedir}/list_{tid}_{page}.html', '', '', '', '', '0', '0', '', '0', '0', '', '', '0');
INSERT INTO `dede_arctype` VALUES ('3', '1', '1', '20', '', '致辞', '{cmspath}/a/yanjiang/zhici', '0', '', '0', '1', '0', '0', '0', '0', '0', '0', '', '', '', '各种致辞', '致辞', '致辞大全', '0', '0', '', '1', '0', '', '', '0');
INSERT INTO `dede_arctype` VALUES ('4', '0', '0', '0', '', '论坛', 'http://bbs.example.com/', '0', '', '0', '0', '0', '2', '0', '0', '0', '0', '', '', '', '', '', '', '0', '0', '', '0', '0', '', '', '0');
-- ----------------------------
-- Table structure for `dede_taglist`
-- ----------------------------
DROP TABLE IF EXISTS `dede_taglist`;
CREATE TABLE `dede_taglist` (
  `tid` varchar(255) DEFAULT NULL,
  `aid` varchar(255) DEFAULT NULL,
  `arcrank` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `tag` varchar(255) DEFAULT NULL,
  KEY `tid` (`tid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_taglist` VALUES ('1', '1', '0', '0', '演讲');
INSERT INTO `dede_taglist` VALUES ('1', '6', '0', '77', '演讲');
INSERT INTO `dede_taglist` VALUES ('2', '404', '0', '0', '孤儿');
-- ----------------------------
-- Table structure for `dede_tagindex`
-- ----------------------------
DROP TABLE IF EXISTS `dede_tagindex`;
CREATE TABLE `dede_tagindex` (
  `id` varchar(255) DEFAULT NULL,
  `tag` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `count` varchar(255) DEFAULT NULL,
  `total` varchar(255) DEFAULT NULL,
  `weekcc` varchar(255) DEFAULT NULL,
  `monthcc` varchar(255) DEFAULT NULL,
  `weekup` varchar(255) DEFAULT NULL,
  `monthup` varchar(255) DEFAULT NULL,
  `addtime` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_tagindex` VALUES ('1', '演讲', '0', '0', '9', '0', '0', '0', '0', '0');
INSERT INTO `dede_tagindex` VALUES ('2', '孤儿', '0', '0', '1', '0', '0', '0', '0', '0');
-- ----------------------------
-- Table structure for `dede_admin`
-- ----------------------------
DROP TABLE IF EXISTS `dede_admin`;
CREATE TABLE `dede_admin` (
  `id` varchar(255) DEFAULT NULL,
  `usertype` varchar(255) DEFAULT NULL,
  `userid` varchar(255) DEFAULT NULL,
  `pwd` varchar(255) DEFAULT NULL,
  `uname` varchar(255) DEFAULT NULL,
  `tname` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `logintime` varchar(255) DEFAULT NULL,
  `loginip` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_admin` VALUES ('1', '10', 'admin', '0', '责任编辑王五', '王五', '', '0', '0', '0');
-- ----------------------------
-- Table structure for `dede_flink`
-- ----------------------------
DROP TABLE IF EXISTS `dede_flink`;
CREATE TABLE `dede_flink` (
  `id` varchar(255) DEFAULT NULL,
  `sortrank` varchar(255) DEFAULT NULL,
  `url` varchar(255) DEFAULT NULL,
  `webname` varchar(255) DEFAULT NULL,
  `msg` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `logo` varchar(255) DEFAULT NULL,
  `dtime` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `ischeck` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_flink` VALUES ('1', '0', 'http://www.example.org/', '友站', '', '', '0', '0', '0', '1');
-- ----------------------------
-- Table structure for `dede_sysconfig`
-- ----------------------------
DROP TABLE IF EXISTS `dede_sysconfig`;
CREATE TABLE `dede_sysconfig` (
  `aid` varchar(255) DEFAULT NULL,
  `varname` varchar(255) DEFAULT NULL,
  `info` varchar(255) DEFAULT NULL,
  `groupid` varchar(255) DEFAULT NULL,
  `type` varchar(255) DEFAULT NULL,
  `value` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_sysconfig` VALUES ('1', 'cfg_basehost', '站点根网址', '0', '0', 'http://www.example.com/');
INSERT INTO `dede_sysconfig` VALUES ('2', 'cfg_webname', '网站名称', '0', '0', '小站');
-- ----------------------------
-- Table structure for `dede_myad`
-- ----------------------------
DROP TABLE IF EXISTS `dede_myad`;
CREATE TABLE `dede_myad` (
  `aid` varchar(255) DEFAULT NULL,
  `clsid` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `tagname` varchar(255) DEFAULT NULL,
  `adname` varchar(255) DEFAULT NULL,
  `timeset` varchar(255) DEFAULT NULL,
  `starttime` varchar(255) DEFAULT NULL,
  `endtime` varchar(255) DEFAULT NULL,
  `normbody` varchar(255) DEFAULT NULL,
  `expbody` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_myad` VALUES ('1', '0', '0', 'tel', '热线', '0', '0', '0', '<b>热线：010-62345678</b>', '');
-- ----------------------------
-- Table structure for `dede_mytag`
-- ----------------------------
DROP TABLE IF EXISTS `dede_mytag`;
CREATE TABLE `dede_mytag` (
  `aid` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `tagname` varchar(255) DEFAULT NULL,
  `timeset` varchar(255) DEFAULT NULL,
  `starttime` varchar(255) DEFAULT NULL,
  `endtime` varchar(255) DEFAULT NULL,
  `normbody` varchar(255) DEFAULT NULL,
  `expbody` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_mytag` VALUES ('1', '0', 'foot', '0', '0', '0', '{dede:global.cfg_webname/}', '');
-- ----------------------------
-- Table structure for `dede_sgpage`
-- ----------------------------
DROP TABLE IF EXISTS `dede_sgpage`;
CREATE TABLE `dede_sgpage` (
  `aid` varchar(255) DEFAULT NULL,
  `title` varchar(255) DEFAULT NULL,
  `ismake` varchar(255) DEFAULT NULL,
  `filename` varchar(255) DEFAULT NULL,
  `keywords` varchar(255) DEFAULT NULL,
  `template` varchar(255) DEFAULT NULL,
  `likeid` varchar(255) DEFAULT NULL,
  `description` varchar(255) DEFAULT NULL,
  `uptime` varchar(255) DEFAULT NULL,
  `body` mediumtext DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_sgpage` VALUES ('1', '关于我们', '0', 'about.html', '', '0', '0', '', '0', '<p>我们</p>');
-- ----------------------------
-- Table structure for `dede_feedback`
-- ----------------------------
DROP TABLE IF EXISTS `dede_feedback`;
CREATE TABLE `dede_feedback` (
  `id` varchar(255) DEFAULT NULL,
  `aid` varchar(255) DEFAULT NULL,
  `typeid` varchar(255) DEFAULT NULL,
  `username` varchar(255) DEFAULT NULL,
  `arctitle` varchar(255) DEFAULT NULL,
  `ip` varchar(255) DEFAULT NULL,
  `ischeck` varchar(255) DEFAULT NULL,
  `dtime` varchar(255) DEFAULT NULL,
  `mid` varchar(255) DEFAULT NULL,
  `bad` varchar(255) DEFAULT NULL,
  `good` varchar(255) DEFAULT NULL,
  `ftype` varchar(255) DEFAULT NULL,
  `face` varchar(255) DEFAULT NULL,
  `msg` varchar(255) DEFAULT NULL,
  KEY `id` (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_feedback` VALUES ('1', '1', '0', '读者', '', '0', '1', '0', '0', '0', '0', '0', '0', '写得好！');
-- ----------------------------
-- Table structure for `dede_member`
-- ----------------------------
DROP TABLE IF EXISTS `dede_member`;
CREATE TABLE `dede_member` (
  `mid` varchar(255) DEFAULT NULL,
  `mtype` varchar(255) DEFAULT NULL,
  `userid` varchar(255) DEFAULT NULL,
  `pwd` varchar(255) DEFAULT NULL,
  `uname` varchar(255) DEFAULT NULL,
  `sex` varchar(255) DEFAULT NULL,
  `rank` varchar(255) DEFAULT NULL,
  `uptime` varchar(255) DEFAULT NULL,
  `exptime` varchar(255) DEFAULT NULL,
  `money` varchar(255) DEFAULT NULL,
  `email` varchar(255) DEFAULT NULL,
  `scores` varchar(255) DEFAULT NULL,
  `matt` varchar(255) DEFAULT NULL,
  `spacesta` varchar(255) DEFAULT NULL,
  `face` varchar(255) DEFAULT NULL,
  `safequestion` varchar(255) DEFAULT NULL,
  `safeanswer` varchar(255) DEFAULT NULL,
  `jointime` varchar(255) DEFAULT NULL,
  `joinip` varchar(255) DEFAULT NULL,
  `logintime` varchar(255) DEFAULT NULL,
  `loginip` varchar(255) DEFAULT NULL,
  `checkmail` varchar(255) DEFAULT NULL,
  KEY `mid` (`mid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_member` VALUES ('1', '0', 'admin', '0', '管理员', '保密', '0', '0', '0', '0', '', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0');
-- ----------------------------
-- Table structure for `dede_vote`
-- ----------------------------
DROP TABLE IF EXISTS `dede_vote`;
CREATE TABLE `dede_vote` (
  `aid` varchar(255) DEFAULT NULL,
  `votename` varchar(255) DEFAULT NULL,
  `starttime` varchar(255) DEFAULT NULL,
  `endtime` varchar(255) DEFAULT NULL,
  `totalcount` varchar(255) DEFAULT NULL,
  `ismore` varchar(255) DEFAULT NULL,
  `isallow` varchar(255) DEFAULT NULL,
  `view` varchar(255) DEFAULT NULL,
  `spec` varchar(255) DEFAULT NULL,
  `isenable` varchar(255) DEFAULT NULL,
  `votenote` varchar(255) DEFAULT NULL,
  KEY `aid` (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `dede_vote` VALUES ('1', '您从哪儿得知本站的？', '0', '0', '0', '0', '0', '0', '0', '0', '0');
