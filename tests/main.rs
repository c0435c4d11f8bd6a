mod ui_base;
