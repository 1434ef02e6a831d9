<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("DROP TABLE IF EXISTS `dede_channeltype`;");
E_C("CREATE TABLE `dede_channeltype` (
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
) ENGINE=MyISAM DEFAULT CHARSET=utf8");
E_D("replace into `dede_channeltype` values('1','article','','0','dede_addonarticle','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','','0','0');");
E_D("replace into `dede_channeltype` values('-1','spec','','0','dede_addonspec','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','','0','0');");
E_D("replace into `dede_channeltype` values('-8','infos','','0','dede_addoninfos','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','0','','0','0');");

require("../../inc/footer.php");
?>