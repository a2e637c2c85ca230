#!/nonexistent/program
