<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("replace into `dede_arctiny` values('6','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('7','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('8','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('9','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('10','0','0','0','1','0','0','0');");

require("../../inc/footer.php");
?>