from django.apps import AppConfig


class StaffLogConfig(AppConfig):
    name = "yanjiang.staff_log"
    verbose_name = "操作记录"
