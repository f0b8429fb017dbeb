"""charts: one kind of chart a file, from findings to inline SVG.

In            verdicts, effects by language, learning curves.
Out           Markup of one chart, no wider than a phone; a table with the same figures stands beside it.
Leaves alone  layout and text around the chart, which are the templates' part.
Start at      claim.py.
"""
