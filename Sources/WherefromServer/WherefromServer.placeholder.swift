// WherefromServer
