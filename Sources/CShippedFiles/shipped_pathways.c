#include "shipped_files.h"

// The files of the folder `Pathways`, written by `Scripts/shipped.sh`: an array in Swift would take minutes to compile.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_0[] = {
#embed "../../Pathways/adult_iop.test.yaml"
};
static const unsigned char file_1[] = {
#embed "../../Pathways/adult_iop.yaml"
};
static const unsigned char file_2[] = {
#embed "../../Pathways/hospital_to_iop.test.yaml"
};
static const unsigned char file_3[] = {
#embed "../../Pathways/hospital_to_iop.yaml"
};
static const unsigned char file_4[] = {
#embed "../../Pathways/instruments/asq.test.yaml"
};
static const unsigned char file_5[] = {
#embed "../../Pathways/instruments/asq.yaml"
};
static const unsigned char file_6[] = {
#embed "../../Pathways/instruments/audit.test.yaml"
};
static const unsigned char file_7[] = {
#embed "../../Pathways/instruments/audit.yaml"
};
static const unsigned char file_8[] = {
#embed "../../Pathways/instruments/audit_c.test.yaml"
};
static const unsigned char file_9[] = {
#embed "../../Pathways/instruments/audit_c.yaml"
};
static const unsigned char file_10[] = {
#embed "../../Pathways/instruments/bam.test.yaml"
};
static const unsigned char file_11[] = {
#embed "../../Pathways/instruments/bam.yaml"
};
static const unsigned char file_12[] = {
#embed "../../Pathways/instruments/cssrs.test.yaml"
};
static const unsigned char file_13[] = {
#embed "../../Pathways/instruments/cssrs.yaml"
};
static const unsigned char file_14[] = {
#embed "../../Pathways/instruments/dast10.test.yaml"
};
static const unsigned char file_15[] = {
#embed "../../Pathways/instruments/dast10.yaml"
};
static const unsigned char file_16[] = {
#embed "../../Pathways/instruments/gad7.test.yaml"
};
static const unsigned char file_17[] = {
#embed "../../Pathways/instruments/gad7.yaml"
};
static const unsigned char file_18[] = {
#embed "../../Pathways/instruments/pcl5.test.yaml"
};
static const unsigned char file_19[] = {
#embed "../../Pathways/instruments/pcl5.yaml"
};
static const unsigned char file_20[] = {
#embed "../../Pathways/instruments/phq2.test.yaml"
};
static const unsigned char file_21[] = {
#embed "../../Pathways/instruments/phq2.yaml"
};
static const unsigned char file_22[] = {
#embed "../../Pathways/instruments/phq9.test.yaml"
};
static const unsigned char file_23[] = {
#embed "../../Pathways/instruments/phq9.yaml"
};
static const unsigned char file_24[] = {
#embed "../../Pathways/instruments/phqa.test.yaml"
};
static const unsigned char file_25[] = {
#embed "../../Pathways/instruments/phqa.yaml"
};
static const unsigned char file_26[] = {
#embed "../../Pathways/iop_basic.test.yaml"
};
static const unsigned char file_27[] = {
#embed "../../Pathways/iop_basic.yaml"
};
static const unsigned char file_28[] = {
#embed "../../Pathways/shared/session_reminder.yaml"
};
static const unsigned char file_29[] = {
#embed "../../Pathways/shared/suicide_risk.yaml"
};

#define FILE(path, bytes) {path, bytes, sizeof bytes}
static const shipped_file files[] = {
    FILE("adult_iop.test.yaml", file_0),
    FILE("adult_iop.yaml", file_1),
    FILE("hospital_to_iop.test.yaml", file_2),
    FILE("hospital_to_iop.yaml", file_3),
    FILE("instruments/asq.test.yaml", file_4),
    FILE("instruments/asq.yaml", file_5),
    FILE("instruments/audit.test.yaml", file_6),
    FILE("instruments/audit.yaml", file_7),
    FILE("instruments/audit_c.test.yaml", file_8),
    FILE("instruments/audit_c.yaml", file_9),
    FILE("instruments/bam.test.yaml", file_10),
    FILE("instruments/bam.yaml", file_11),
    FILE("instruments/cssrs.test.yaml", file_12),
    FILE("instruments/cssrs.yaml", file_13),
    FILE("instruments/dast10.test.yaml", file_14),
    FILE("instruments/dast10.yaml", file_15),
    FILE("instruments/gad7.test.yaml", file_16),
    FILE("instruments/gad7.yaml", file_17),
    FILE("instruments/pcl5.test.yaml", file_18),
    FILE("instruments/pcl5.yaml", file_19),
    FILE("instruments/phq2.test.yaml", file_20),
    FILE("instruments/phq2.yaml", file_21),
    FILE("instruments/phq9.test.yaml", file_22),
    FILE("instruments/phq9.yaml", file_23),
    FILE("instruments/phqa.test.yaml", file_24),
    FILE("instruments/phqa.yaml", file_25),
    FILE("iop_basic.test.yaml", file_26),
    FILE("iop_basic.yaml", file_27),
    FILE("shared/session_reminder.yaml", file_28),
    FILE("shared/suicide_risk.yaml", file_29),
};

size_t shipped_file_count(void) { return sizeof files / sizeof files[0]; }

shipped_file shipped_file_at(size_t place) { return files[place]; }
