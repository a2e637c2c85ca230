from falsk import Flask
