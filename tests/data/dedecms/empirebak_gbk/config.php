<?php
$b_table='dede_archives';
$b_dbchar='auto';
?>