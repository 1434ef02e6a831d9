<?php
require("../../inc/header.php");

/*
		SoftName : EmpireBak
*/

DoSetDbChar('utf8');
E_D("replace into `dede_archives` values('14','3','0','0','','1','1','0','0','0','正文在文件里','','0','','','','1398138300','1398138300','1','0','','0','0','0','0','0','0','','','1','0','0','0');");

require("../../inc/footer.php");
?>