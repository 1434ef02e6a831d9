<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("replace into `dede_arctiny` values('11','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('12','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('13','0','0','0','1','0','0','0');");
E_D("replace into `dede_arctiny` values('14','0','0','0','1','0','0','0');");

require("../../inc/footer.php");
?>