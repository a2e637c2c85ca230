module kata

go 1.22
