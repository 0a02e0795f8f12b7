"""By which names rule files are known, for who looks at a folder of them and reads none."""

RULE_FILE_ENDINGS = (".yaml", ".yml")
