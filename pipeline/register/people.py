"""Syllables of common Vietnamese family, middle and given names, in ASCII."""

_SYLLABLES = """
nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao doan dinh lam truong trinh mai to ha cao
luong luu chau ta thai tang quach la nghiem lo vi nong hua be ma giang chu trieu lu kieu tong diep quan khuc mac van
thi huu duc cong quoc minh thanh ngoc xuan thu kim hong phuong quang dinh viet anh tuan hung dung cuong manh thang
long son hai nam bac dong tay hoa binh an khanh linh huong lan nga hanh hien hieu huy khoa khoi kien lap loi luan luc
nghia nhan nhat nhu ninh oanh phat phong phu phuc quy quyen quynh sang sinh sy tai tam tan thao the thien thinh tho
thong thuan thuy tien tin toan trang tri trinh trong trung truc tu tung tuong tuyet uyen vinh vuong yen y bao bich cam
chien chinh chuong dan dat diem dieu doanh du duyen gia giap han hau hoai hop khai khang khiem khuong lieu loan loc
mau my ngan nghi nguyet nhung phi phung sam tham thoa thoai thom thuc tinh toai tra tram tru tuyen vy
"""

PERSON_SYLLABLES = frozenset(_SYLLABLES.split())
