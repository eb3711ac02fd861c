module reactor-go

go 1.24
