print("naru-bench")
