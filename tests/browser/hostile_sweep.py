# hostile_sweep.py - puts texts into a sweep that would do harm in a careless page.
import sqlite3
import sys

SCRIPT = "</script><script>window.harmed = 1</script>"
IMAGE = '"><img src=x onerror="window.harmed = 2">'

sweep = sqlite3.connect(sys.argv[1])
sweep.execute("UPDATE point_values SET value = ? WHERE value = 'random'", (IMAGE,))
sweep.execute("UPDATE sweep SET value = ? WHERE key = 'title'", (SCRIPT,))
sweep.execute("UPDATE sweep SET value = value || ? WHERE key = 'merged'", ("\n" + SCRIPT + "\n\u202e",))
sweep.execute("UPDATE totals SET measure = ? WHERE measure = 'hops'", (IMAGE,))
sweep.execute("INSERT INTO expectations SELECT run, '1', ?, ?, 1, 0 FROM runs", (SCRIPT, IMAGE))
sweep.commit()
sweep.close()
