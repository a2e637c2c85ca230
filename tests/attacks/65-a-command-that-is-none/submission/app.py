print("not asked")
