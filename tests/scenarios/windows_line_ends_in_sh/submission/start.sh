cd .
exec python3 app.py
