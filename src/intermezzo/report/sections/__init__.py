"""sections: one section of the page a file, from findings to what its template shows.

In            Findings.
Out           values of text, tables and charts; every text still unescaped, every chart Markup.
Leaves alone  HTML, which is the templates' part.
Start at      verdicts.py.
"""
