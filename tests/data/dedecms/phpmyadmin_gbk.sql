-- phpMyAdmin SQL Dump
-- version 2.11.2.1
-- ÷˜ª: localhost
-- ∑˛ŒÒ∆˜∞Ê±æ: 5.0.45

SET SQL_MODE="NO_AUTO_VALUE_ON_ZERO";

-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_archives`
-- 

CREATE TABLE `dede_archives` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_archives`
-- 

INSERT INTO `dede_archives` VALUES (1, 2, 3, '1404176400', 'h,c,p', 1, 1, 0, 187, 0, 'ø™≥°∞◊ &amp; Ω· ¯”Ô£∫&quot;Àµ∫√µ⁄“ªæ‰&quot;', 'Àµ∫√µ⁄“ªæ‰', '#ff0000', '’≈»˝', '±æ’æ‘≠¥¥', '/uploads/allimg/140422/1-1404221145.jpg', '1401584400', '1398138300', 1, '∆ﬂ“ª', '—›Ω≤,ø™≥°∞◊,µ⁄“ª,æ‰,', 0, 0, 0, 0, 0, 0, '∫√µƒø™≥°∞◊ «≥…π¶µƒ“ª∞Î°£', '', 1, 0, 0, 0);
INSERT INTO `dede_archives` VALUES (2, 2, 0, 0, 'j', -1, 1, 0, 0, 0, 'Ã¯◊™µƒŒƒ’¬', '', 0, '', '', '', '1398138300', '1398138300', 1, 0, '', 0, 0, 0, 0, 0, 0, '', '', 1, 0, 0, 0);
INSERT INTO `dede_archives` VALUES (3, 3, 0, 0, NULL, 0, 1, -1, 0, 0, 'µ»¥˝…Û∫À', '', 0, '', '', '', '1398138300', '1398138300', 1, 0, '', 0, 0, 0, 0, 0, 0, '', '', 1, 0, 0, 0);
INSERT INTO `dede_archives` VALUES (4, 3, 0, 0, '', -10, 1, -2, 0, 0, 'ªÿ ’’æ¿Ôµƒ', '', 0, '', '', '', '1398138300', '1398138300', 1, 0, '', 0, 0, 0, 0, 0, 0, '', '', 1, 0, 0, 0);
INSERT INTO `dede_archives` VALUES (5, 3, 0, 0, '', 1, 1, 0, 0, 0, 'Ω´¿¥∑¢±Ì', '', 0, '', '', '', '2209010400', '1398138300', 1, 0, '', 0, 0, 0, 0, 0, 0, '', '', 1, 0, 0, 0);
INSERT INTO `dede_archives` VALUES (6, 3, 0, 0, '', 1, 1, 0, 0, 0, 'It''s 5" \\ ∑¥–±œﬂ $º€∏Ò ’\Å\©\', '', 0, '', '', '', '1398138300', '1398138300', 1, 0, '', 0, 0, 0, 0, 0, 0, 'µ⁄“ª––\r\nµ⁄∂˛––\t÷∆±Ì', 'changgui', 1, 0, 0, 0);
INSERT INTO `dede_archives` VALUES (7, 3, 0, 0, '', 1, 1, 0, 0, 0, 'ÈáçÂ?çÁºñÁ†ÅÁöÑÊ†áÈ??', '', 0, '', '', '', '1398138300', '1398138300', 1, 0, '', 0, 0, 0, 0, 0, 0, '', '', 1, 0, 0, 0);
INSERT INTO `dede_archives` VALUES (8, 99, 0, 0, '', 1, 1, 0, 0, 0, '√ª”–’˝Œƒ“≤√ª”–¿∏ƒø', '', 0, '', '', '', 0, 0, 1, 0, '', 0, 0, 0, 0, 0, 0, '', '', 1, 0, 0, 0);
INSERT INTO `dede_archives` VALUES (11, 2, 0, 0, '', 1, 1, 10, 0, 5, 'ª·‘±Œƒ’¬', '', 0, '', '', '', '1398138300', '1398138300', 1, 0, '', 0, 0, 0, 0, 0, 0, '', '', 1, 0, 0, 0);
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_addonarticle`
-- 

CREATE TABLE `dede_addonarticle` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `body` varchar(60) NOT NULL DEFAULT '',
  `redirecturl` varchar(60) NOT NULL DEFAULT '',
  `templet` varchar(60) NOT NULL DEFAULT '',
  `userip` varchar(60) NOT NULL DEFAULT '',
  `jiangzhe` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_addonarticle`
-- 

INSERT INTO `dede_addonarticle` VALUES (1, 2, '<p>µ⁄“ª“≥</p>#p#∏±±ÍÃ‚#e#<p>µ⁄∂˛“≥</p>#p#µ⁄»˝≤ø∑÷#e#<p>µ⁄»˝“≥</p>', '', 0, 0, '¿ÓÀƒ');
INSERT INTO `dede_addonarticle` VALUES (2, 2, NULL, 'http://www.example.com/a?b=1&c=2', 0, 0, 0);
INSERT INTO `dede_addonarticle` VALUES (3, 3, '<p>«Î…Û∫À</p>', '', 0, 0, 0);
INSERT INTO `dede_addonarticle` VALUES (4, 3, '<p>“—…æ≥˝</p>', '', 0, 0, 0);
INSERT INTO `dede_addonarticle` VALUES (5, 3, '<p>√˜ÃÏº˚</p>', '', 0, 0, 0);
INSERT INTO `dede_addonarticle` VALUES (6, 3, '<p>''); DROP TABLE `dede_archives`; -- \\</p>\r\n<script>alert(1)</script><iframe src="http://ad.example.com/"></iframe>\r\nINSERT INTO `dede_archives` VALUES(''666'');\r\n),(1,2,3),(', '', 0, '192.0.2.7', 0);
INSERT INTO `dede_addonarticle` VALUES (7, 3, '<p>Ê≠£Êñá‰πüÊòØÈáçÂ?çÁºñÁ†ÅÁöÑ</p>', '', 0, 0, 0);
INSERT INTO `dede_addonarticle` VALUES (11, 2, '<p>∏∂∑—‘ƒ∂¡</p>', '', 0, 0, 0);
INSERT INTO `dede_addonarticle` VALUES (9, 3, '<p>√ª”–±ÍÃ‚µƒ’˝Œƒ</p>', '', 0, 0, 0);
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_arctiny`
-- 

CREATE TABLE `dede_arctiny` (
  `id` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `typeid2` varchar(60) NOT NULL DEFAULT '',
  `arcrank` varchar(60) NOT NULL DEFAULT '',
  `channel` varchar(60) NOT NULL DEFAULT '',
  `senddate` varchar(60) NOT NULL DEFAULT '',
  `sortrank` varchar(60) NOT NULL DEFAULT '',
  `mid` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`id`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_arctiny`
-- 

INSERT INTO `dede_arctiny` VALUES (1, 0, 0, 0, 1, 0, 0, 0);
INSERT INTO `dede_arctiny` VALUES (2, 0, 0, 0, 1, 0, 0, 0);
INSERT INTO `dede_arctiny` VALUES (3, 0, 0, 0, 1, 0, 0, 0);
INSERT INTO `dede_arctiny` VALUES (4, 0, 0, 0, 1, 0, 0, 0);
INSERT INTO `dede_arctiny` VALUES (5, 0, 0, 0, 1, 0, 0, 0);
INSERT INTO `dede_arctiny` VALUES (6, 0, 0, 0, 1, 0, 0, 0);
INSERT INTO `dede_arctiny` VALUES (7, 0, 0, 0, 1, 0, 0, 0);
INSERT INTO `dede_arctiny` VALUES (8, 0, 0, 0, 1, 0, 0, 0);
INSERT INTO `dede_arctiny` VALUES (11, 0, 0, 0, 1, 0, 0, 0);
INSERT INTO `dede_arctiny` VALUES (10, 0, 0, 0, 0, 0, 0, 0);
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_arctype`
-- 

CREATE TABLE `dede_arctype` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_arctype`
-- 

INSERT INTO `dede_arctype` VALUES (1, 0, 0, 50, 'Speech', '—›Ω≤', '{cmspath}/a/yanjiang', 0, 'index.html', 0, 1, 0, 1, 0, 0, 0, 0, '', '', '', '', '', '', 0, 0, '', 0, 0, '', '<p>∑‚√Ê</p>', 0);
INSERT INTO `dede_arctype` VALUES (2, 1, 1, 10, 'Opening', 'ø™≥°∞◊', '{cmspath}/a/yanjiang/kaichangbai', 0, 'index.html', 0, 1, 0, 0, 0, 0, 0, 0, '{typedir}/{Y}/{M}{D}/{aid}.html', '{typedir}/list_{tid}_{page}.html', '', '', '', '', 0, 0, '', 0, 0, '', '', 0);
INSERT INTO `dede_arctype` VALUES (3, 1, 1, 20, '', '÷¬¥«', '{cmspath}/a/yanjiang/zhici', 0, '', 0, 1, 0, 0, 0, 0, 0, 0, '', '', '', '∏˜÷÷÷¬¥«', '÷¬¥«', '÷¬¥«¥Û»´', 0, 0, '', 1, 0, '', '', 0);
INSERT INTO `dede_arctype` VALUES (4, 0, 0, 0, '', '¬€Ã≥', 'http://bbs.example.com/', 0, '', 0, 0, 0, 2, 0, 0, 0, 0, '', '', '', '', '', '', 0, 0, '', 0, 0, '', '', 0);
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_taglist`
-- 

CREATE TABLE `dede_taglist` (
  `tid` varchar(60) NOT NULL DEFAULT '',
  `aid` varchar(60) NOT NULL DEFAULT '',
  `arcrank` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `tag` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`tid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_taglist`
-- 

INSERT INTO `dede_taglist` VALUES (1, 1, 0, 0, '—›Ω≤');
INSERT INTO `dede_taglist` VALUES (1, 6, 0, 77, '—›Ω≤');
INSERT INTO `dede_taglist` VALUES (2, 404, 0, 0, 'π¬∂˘');
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_tagindex`
-- 

CREATE TABLE `dede_tagindex` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_tagindex`
-- 

INSERT INTO `dede_tagindex` VALUES (1, '—›Ω≤', 0, 0, 9, 0, 0, 0, 0, 0);
INSERT INTO `dede_tagindex` VALUES (2, 'π¬∂˘', 0, 0, 1, 0, 0, 0, 0, 0);
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_admin`
-- 

CREATE TABLE `dede_admin` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_admin`
-- 

INSERT INTO `dede_admin` VALUES (1, 10, 'admin', 0, '‘»Œ±‡º≠ÕıŒÂ', 'ÕıŒÂ', '', 0, 0, 0);
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_flink`
-- 

CREATE TABLE `dede_flink` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_flink`
-- 

INSERT INTO `dede_flink` VALUES (1, 0, 'http://www.example.org/', '”—’æ', '', '', 0, 0, 0, 1);
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_sysconfig`
-- 

CREATE TABLE `dede_sysconfig` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `varname` varchar(60) NOT NULL DEFAULT '',
  `info` varchar(60) NOT NULL DEFAULT '',
  `groupid` varchar(60) NOT NULL DEFAULT '',
  `type` varchar(60) NOT NULL DEFAULT '',
  `value` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_sysconfig`
-- 

INSERT INTO `dede_sysconfig` VALUES (1, 'cfg_basehost', '’æµ„∏˘Õ¯÷∑', 0, 0, 'http://www.example.com/');
INSERT INTO `dede_sysconfig` VALUES (2, 'cfg_webname', 'Õ¯’æ√˚≥∆', 0, 0, '–°’æ');
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_myad`
-- 

CREATE TABLE `dede_myad` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_myad`
-- 

INSERT INTO `dede_myad` VALUES (1, 0, 0, 'tel', '»»œﬂ', 0, 0, 0, '<b>»»œﬂ£∫010-62345678</b>', '');
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_mytag`
-- 

CREATE TABLE `dede_mytag` (
  `aid` varchar(60) NOT NULL DEFAULT '',
  `typeid` varchar(60) NOT NULL DEFAULT '',
  `tagname` varchar(60) NOT NULL DEFAULT '',
  `timeset` varchar(60) NOT NULL DEFAULT '',
  `starttime` varchar(60) NOT NULL DEFAULT '',
  `endtime` varchar(60) NOT NULL DEFAULT '',
  `normbody` varchar(60) NOT NULL DEFAULT '',
  `expbody` varchar(60) NOT NULL DEFAULT '',
  PRIMARY KEY (`aid`)
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_mytag`
-- 

INSERT INTO `dede_mytag` VALUES (1, 0, 'foot', 0, 0, 0, '{dede:global.cfg_webname/}', '');
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_sgpage`
-- 

CREATE TABLE `dede_sgpage` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_sgpage`
-- 

INSERT INTO `dede_sgpage` VALUES (1, 'πÿ”⁄Œ“√«', 0, 'about.html', '', 0, 0, '', 0, '<p>Œ“√«</p>');
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_feedback`
-- 

CREATE TABLE `dede_feedback` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_feedback`
-- 

INSERT INTO `dede_feedback` VALUES (1, 1, 0, '∂¡’ﬂ', '', 0, 1, 0, 0, 0, 0, 0, 0, '–¥µ√∫√£°');
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_member`
-- 

CREATE TABLE `dede_member` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_member`
-- 

INSERT INTO `dede_member` VALUES (1, 0, 'admin', 0, 'π‹¿Ì‘±', '±£√‹', 0, 0, 0, 0, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
-- --------------------------------------------------------

-- 
-- ±ÌµƒΩ·ππ `dede_vote`
-- 

CREATE TABLE `dede_vote` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8 AUTO_INCREMENT=3 ;

-- 
-- µº≥ˆ±Ì÷–µƒ ˝æ› `dede_vote`
-- 

INSERT INTO `dede_vote` VALUES (1, 'ƒ˙¥”ƒƒ∂˘µ√÷™±æ’æµƒ£ø', 0, 0, 0, 0, 0, 0, 0, 0, 0);
